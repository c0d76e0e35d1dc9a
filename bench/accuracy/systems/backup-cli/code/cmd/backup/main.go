// Command backup keeps encrypted copies of folders in the company's bucket.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "backup:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: backup save FOLDER | restore NAME FOLDER | list")

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	account, err := user.Current()
	if err != nil {
		return err
	}
	bucket, err := openBucket(account.Username)
	if err != nil {
		return err
	}
	switch {
	case args[0] == "save" && len(args) == 2:
		return save(ctx, bucket, account.HomeDir, args[1])
	case args[0] == "restore" && len(args) == 3:
		return restore(ctx, bucket, account.HomeDir, args[1], args[2])
	case args[0] == "list" && len(args) == 1:
		return list(ctx, bucket)
	}
	return errUsage
}

func identityPath(home string) string {
	return filepath.Join(home, ".config", "backup", "identity.txt")
}

func list(ctx context.Context, bucket *bucket) error {
	names, err := bucket.list(ctx)
	if err != nil {
		return err
	}
	for _, object := range names {
		fmt.Printf("%10d  %q\n", object.size, object.name)
	}
	return nil
}
