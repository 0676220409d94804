package news

import "testing"

// The expected value was made with an independent implementation of RFC 9562.
func TestNameUUID(t *testing.T) {
	if got, want := NameUUID("story|https://example.org/feed|guid:1"), "1af95f54-6b6e-5a53-a854-5d8704ac71ec"; got != want {
		t.Errorf("NameUUID = %s, want %s", got, want)
	}
}

func TestStricterLevelsRankHigher(t *testing.T) {
	for i := 1; i < len(TLPs); i++ {
		if TLPs[i-1].Rank() >= TLPs[i].Rank() {
			t.Errorf("%s does not rank below %s", TLPs[i-1], TLPs[i])
		}
	}
	if TLP("pink").Rank() <= Red.Rank() {
		t.Error("an unknown level may be shown to more people than red")
	}
	if got := AmberStrict.Label(); got != "TLP:AMBER+STRICT" {
		t.Errorf("Label = %q", got)
	}
}
