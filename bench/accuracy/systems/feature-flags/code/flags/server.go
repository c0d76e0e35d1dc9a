// Package flags answers which features are on, and lets engineers switch them.
package flags

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

var namePattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,59}$`)

// Server holds what the routes need.
type Server struct {
	store *Store
	cache *Cache
}

// Routes gives the handler of the whole component.
func (s *Server) Routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /flags", s.requireService(http.HandlerFunc(s.listFlags)))
	mux.Handle("PUT /flags/{name}", s.requireRelease(http.HandlerFunc(s.setFlag)))
	mux.HandleFunc("GET /metrics", s.metrics)
	return http.MaxBytesHandler(mux, 4096)
}

func (s *Server) requireService(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		digest := sha256.Sum256([]byte(token))
		known, err := s.store.knowsService(r.Context(), hex.EncodeToString(digest[:]))
		if err != nil {
			http.Error(w, "unavailable", http.StatusServiceUnavailable)
			return
		}
		if !known {
			http.Error(w, "token", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) requireRelease(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Identity-User") == "" {
			http.Error(w, "sign in", http.StatusUnauthorized)
			return
		}
		if !slices.Contains(strings.Split(r.Header.Get("X-Identity-Groups"), ","), "release") {
			http.Error(w, "group release", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) listFlags(w http.ResponseWriter, r *http.Request) {
	customer := r.URL.Query().Get("customer")
	if len(customer) == 0 || len(customer) > 64 {
		http.Error(w, "customer", http.StatusBadRequest)
		return
	}
	on, err := s.cache.flagsFor(r.Context(), customer)
	if err != nil {
		slog.Error("flags", "error", err)
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"on": on})
}

func (s *Server) setFlag(w http.ResponseWriter, r *http.Request) {
	var body struct {
		On    bool `json:"on"`
		Share int  `json:"share"`
	}
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	name := r.PathValue("name")
	if err := decoder.Decode(&body); err != nil || body.Share < 0 || body.Share > 100 || !namePattern.MatchString(name) {
		http.Error(w, "flag", http.StatusBadRequest)
		return
	}
	if err := s.store.set(r.Context(), name, body.On, body.Share, r.Header.Get("X-Identity-User")); err != nil {
		slog.Error("set", "error", err)
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	json.NewEncoder(w).Encode(s.cache.counts())
}
