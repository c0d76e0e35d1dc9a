package flags

import (
	"context"
	"hash/fnv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Store keeps flags in Postgres.
type Store struct{ pool *pgxpool.Pool }

// Flag is one feature.
type Flag struct {
	Name  string
	On    bool
	Share int
}

func (s *Store) knowsService(ctx context.Context, digest string) (bool, error) {
	var known bool
	err := s.pool.QueryRow(ctx, "select exists (select 1 from services where digest = $1)", digest).Scan(&known)
	return known, err
}

func (s *Store) all(ctx context.Context) ([]Flag, error) {
	rows, err := s.pool.Query(ctx, `select name, "on", share from flags`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Flag
	for rows.Next() {
		var flag Flag
		if err := rows.Scan(&flag.Name, &flag.On, &flag.Share); err != nil {
			return nil, err
		}
		found = append(found, flag)
	}
	return found, rows.Err()
}

// set changes a flag and writes the change log in one transaction.
func (s *Store) set(ctx context.Context, name string, on bool, share int, who string) error {
	tx, err := s.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if _, err := tx.Exec(ctx,
		`insert into flags (name, "on", share) values ($1, $2, $3)
		 on conflict (name) do update set "on" = $2, share = $3`, name, on, share); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx,
		`insert into changes (name, "on", share, who, at) values ($1, $2, $3, $4, now())`,
		name, on, share, who); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// Cache holds all flags for ten seconds.
type Cache struct {
	store  *Store
	mu     sync.Mutex
	flags  []Flag
	until  time.Time
	served int
}

func (c *Cache) flagsFor(ctx context.Context, customer string) ([]string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Now().After(c.until) {
		flags, err := c.store.all(ctx)
		if err != nil {
			return nil, err
		}
		c.flags, c.until = flags, time.Now().Add(10*time.Second)
	}
	c.served++
	on := []string{}
	for _, flag := range c.flags {
		hash := fnv.New32a()
		hash.Write([]byte(flag.Name + "/" + customer))
		if flag.On && int(hash.Sum32()%100) < flag.Share {
			on = append(on, flag.Name)
		}
	}
	return on, nil
}

func (c *Cache) counts() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return map[string]int{"served": c.served, "flags": len(c.flags)}
}
