package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const bucketName = "employee-backups"

type bucket struct {
	client *minio.Client
	prefix string
}

type object struct {
	name string
	size int64
}

func openBucket(account string) (*bucket, error) {
	id, secret := os.Getenv("BACKUP_KEY_ID"), os.Getenv("BACKUP_KEY_SECRET")
	if id == "" || secret == "" {
		return nil, errors.New("BACKUP_KEY_ID and BACKUP_KEY_SECRET are not set")
	}
	client, err := minio.New("backups.company.example", &minio.Options{
		Creds:  credentials.NewStaticV4(id, secret, ""),
		Secure: true,
	})
	if err != nil {
		return nil, err
	}
	return &bucket{client: client, prefix: account + "/"}, nil
}

func (b *bucket) put(ctx context.Context, name string, body io.Reader) error {
	_, err := b.client.PutObject(ctx, bucketName, b.prefix+name, body, -1, minio.PutObjectOptions{})
	return err
}

func (b *bucket) get(ctx context.Context, name string) (io.ReadCloser, error) {
	return b.client.GetObject(ctx, bucketName, b.prefix+name, minio.GetObjectOptions{})
}

func (b *bucket) list(ctx context.Context) ([]object, error) {
	var found []object
	for info := range b.client.ListObjects(ctx, bucketName, minio.ListObjectsOptions{Prefix: b.prefix}) {
		if info.Err != nil {
			return nil, info.Err
		}
		found = append(found, object{name: info.Key[len(b.prefix):], size: info.Size})
	}
	return found, nil
}
