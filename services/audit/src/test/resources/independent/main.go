// Reckons roots and proofs with golang.org/x/mod/sumdb, which knows nothing of ours, and opens a
// signed note that ours has signed. Started by IndependentTest.
package main

import (
	"fmt"
	"os"
	"strconv"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

func main() {
	size, err := strconv.ParseInt(os.Args[1], 10, 64)
	must(err)
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)
	signed, err := os.ReadFile(os.Args[3])
	must(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	must(err)
	fmt.Printf("note %q\n", opened.Text)

	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for n := int64(0); n < size; n++ {
		hashes, err := tlog.StoredHashes(n, []byte(fmt.Sprintf("entry %d", n)), reader)
		must(err)
		stored = append(stored, hashes...)
		root, err := tlog.TreeHash(n+1, reader)
		must(err)
		fmt.Println("root", n+1, root)
		for i := int64(0); i <= n; i++ {
			inclusion, err := tlog.ProveRecord(n+1, i, reader)
			must(err)
			fmt.Println("inclusion", i, n+1, []tlog.Hash(inclusion))
			consistency, err := tlog.ProveTree(n+1, i+1, reader)
			must(err)
			fmt.Println("consistency", i+1, n+1, []tlog.Hash(consistency))
		}
	}
}
