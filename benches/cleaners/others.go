// bluemonday on the inputs that `cleaners --write` made: the median of one cleaning, in MB/s.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/microcosm-cc/bluemonday"
)

func median(policy *bluemonday.Policy, html string) time.Duration {
	var times []time.Duration
	for start := time.Now(); len(times) < 31 && (time.Since(start) < 2*time.Second || len(times) == 0); {
		began := time.Now()
		policy.Sanitize(html)
		times = append(times, time.Since(began))
	}
	sort.Slice(times, func(a, b int) bool { return times[a] < times[b] })
	return times[len(times)/2]
}

func main() {
	files, _ := filepath.Glob(filepath.Join(os.Args[1], "*.html"))
	policy := bluemonday.UGCPolicy()
	for _, file := range files {
		html, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		speed := float64(len(html)) / median(policy, string(html)).Seconds() / 1e6
		fmt.Printf("bluemonday\t%s\t%.2f\n", strings.TrimSuffix(filepath.Base(file), ".html"), speed)
	}
}
