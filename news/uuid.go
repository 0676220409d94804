package news

import (
	"crypto/sha1"
	"encoding/hex"
)

// namespace of all name-based ids of hearsay: 6315d228-5b5e-53a9-8bb9-d98df881fba7,
// which is UUIDv5 of "https://hearsay.invalid/stix" in the URL namespace.
var namespace = [16]byte{0x63, 0x15, 0xd2, 0x28, 0x5b, 0x5e, 0x53, 0xa9, 0x8b, 0xb9, 0xd9, 0x8d, 0xf8, 0x81, 0xfb, 0xa7}

// NameUUID is the version 5 UUID (RFC 9562, section 5.5) of a name such as
// "story|https://example.org/feed|guid:1", in lower case.
func NameUUID(name string) string {
	h := sha1.New()
	h.Write(namespace[:])
	h.Write([]byte(name))
	sum := h.Sum(nil)
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	x := hex.EncodeToString(sum[:16])
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}
