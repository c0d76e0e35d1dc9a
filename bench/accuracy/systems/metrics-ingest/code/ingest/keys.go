package ingest

import (
	"bufio"
	"errors"
	"os"
	"strings"
)

// loadTenants reads lines of a digest and a tenant's name.
func loadTenants(path string) (map[string]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, errors.New("the key file is readable by others")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	tenants := map[string]string{}
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		digest, tenant, found := strings.Cut(scanner.Text(), " ")
		if !found || len(digest) != 64 {
			return nil, errors.New("a line of the key file is no digest and name")
		}
		tenants[digest] = tenant
	}
	return tenants, scanner.Err()
}
