// Package ingest takes measurements from customers' agents.
package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/time/rate"
)

const largestBody = 1 << 20

var metricName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]{0,99}$`)

// Point is one measurement.
type Point struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Time  int64   `json:"time"`
}

// Server holds tenants, their limits and the writer.
type Server struct {
	tenants map[string]string // digest of a key to the tenant's name
	writer  *Writer
	mu      sync.Mutex
	limits  map[string]*rate.Limiter
}

// Routes gives the handler of the component.
func (s *Server) Routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/points", s.addPoints)
	mux.HandleFunc("GET /health", s.health)
	return mux
}

func (s *Server) tenantOf(r *http.Request) (string, bool) {
	key := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	digest := sha256.Sum256([]byte(key))
	tenant, known := s.tenants[hex.EncodeToString(digest[:])]
	return tenant, known
}

func (s *Server) limitOf(tenant string) *rate.Limiter {
	s.mu.Lock()
	defer s.mu.Unlock()
	limit, known := s.limits[tenant]
	if !known {
		limit = rate.NewLimiter(100, 200)
		s.limits[tenant] = limit
	}
	return limit
}

func (s *Server) addPoints(w http.ResponseWriter, r *http.Request) {
	tenant, known := s.tenantOf(r)
	if !known {
		http.Error(w, "key", http.StatusUnauthorized)
		return
	}
	if !s.limitOf(tenant).Allow() {
		http.Error(w, "slow down", http.StatusTooManyRequests)
		return
	}
	var points []Point
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, largestBody)).Decode(&points); err != nil {
		http.Error(w, "points", http.StatusBadRequest)
		return
	}
	if len(points) > 1000 {
		http.Error(w, "too many points", http.StatusRequestEntityTooLarge)
		return
	}
	for _, point := range points {
		if !metricName.MatchString(point.Name) || math.IsNaN(point.Value) || math.IsInf(point.Value, 0) {
			http.Error(w, "point", http.StatusBadRequest)
			return
		}
	}
	if !s.writer.add(tenant, points) {
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	if !s.writer.alive() {
		http.Error(w, "writer", http.StatusServiceUnavailable)
	}
}
