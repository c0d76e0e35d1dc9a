package main

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
)

func loadIdentity(home string) (*age.X25519Identity, error) {
	path := identityPath(home)
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, errors.New("the identity file is readable by others: chmod 600 " + path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return age.ParseX25519Identity(strings.TrimSpace(string(text)))
}

// save packs a folder, encrypts it for the person, and uploads it under the time of now.
func save(ctx context.Context, bucket *bucket, home, folder string) error {
	identity, err := loadIdentity(home)
	if err != nil {
		return err
	}
	reader, writer := io.Pipe()
	go func() { writer.CloseWithError(pack(writer, identity.Recipient(), folder)) }()
	name := time.Now().UTC().Format("2006-01-02T150405") + ".tar.age"
	return bucket.put(ctx, name, reader)
}

func pack(out io.Writer, recipient age.Recipient, folder string) error {
	sealed, err := age.Encrypt(out, recipient)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(sealed)
	if err := archive.AddFS(os.DirFS(folder)); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return sealed.Close()
}

// restore downloads an archive and unpacks it into a folder; a path that leaves the folder ends it.
func restore(ctx context.Context, bucket *bucket, home, name, folder string) error {
	identity, err := loadIdentity(home)
	if err != nil {
		return err
	}
	sealed, err := bucket.get(ctx, name)
	if err != nil {
		return err
	}
	defer sealed.Close()
	plain, err := age.Decrypt(sealed, identity)
	if err != nil {
		return err
	}
	archive := tar.NewReader(plain)
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if !filepath.IsLocal(header.Name) {
			return errors.New("the archive names a path outside: " + header.Name)
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		if err := unpack(archive, filepath.Join(folder, header.Name)); err != nil {
			return err
		}
	}
}

func unpack(from io.Reader, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(file, from)
	return err
}
