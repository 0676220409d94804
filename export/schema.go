package export

import _ "embed"

//go:embed schema.json
var schema []byte

// Schema is the JSON Schema (2020-12) of one record of JSON Lines; the same
// records stand in the list "records" of JSON.
func Schema() []byte { return schema }
