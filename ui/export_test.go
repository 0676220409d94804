package ui

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"hearsay/news"
	"hearsay/store/query"
)

func TestExportDialogMakesTheJob(t *testing.T) {
	list := []news.ID{9, 8, 7}
	tests := []struct {
		name, keys string
		want       ExportJob
	}{
		{"as it opens", "", ExportJob{IDs: []news.ID{8}, Format: "markdown", Path: "notes/hearsay-notes"}},
		{"another format brings its name", "space", ExportJob{IDs: []news.ID{8}, Format: "jsonl", Path: "notes/hearsay.jsonl"}},
		{"the list", "tab space", ExportJob{IDs: list, Format: "markdown", Path: "notes/hearsay-notes"}},
		{"all noted", "tab left", ExportJob{Format: "markdown", Path: "notes/hearsay-notes"}},
		{"another path stays", "tab tab ctrl+u 'mine' shift+tab shift+tab right",
			ExportJob{IDs: []news.ID{8}, Format: "jsonl", Path: "mine"}},
		{"only what may be shown", "tab tab tab left left", ExportJob{IDs: []news.ID{8}, Format: "markdown", Path: "notes/hearsay-notes", MaxTLP: news.Amber}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got ExportJob
			opt := Options{Formats: []string{"markdown", "jsonl", "json"}, ExportTo: "notes",
				Export: func(_ context.Context, job ExportJob) (news.Text, error) { got = job; return "1 story in notes", nil }}
			d := newExportDialog(newStyles(terminal{}, MarksAuto), opt, exportScopes([]news.ID{8}, list, query.Query{}))
			d.resize(80, 24)
			if !boxPlay(t, d, boxKeys(tt.keys+" enter")...) {
				t.Error("the dialog did not go")
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestExportDialogStaysWhenItFails(t *testing.T) {
	opt := Options{Formats: []string{"json"}, Export: func(context.Context, ExportJob) (news.Text, error) { return "", errDisk }}
	d := newExportDialog(newStyles(terminal{}, MarksAuto), opt, exportScopes(nil, nil, query.Query{}))
	if boxPlay(t, d, press("enter")) || !strings.Contains(boxText(d, 80, 24), "disk") {
		t.Errorf("it went, or does not say why:\n%s", boxText(d, 80, 24))
	}
	boxPlay(t, d, boxKeys("tab tab ctrl+u enter")...)
	if !strings.Contains(d.problem, "where to?") {
		t.Errorf("problem %q", d.problem)
	}
}

func TestEscStopsAnExport(t *testing.T) {
	opt := Options{Formats: []string{"json"}, Export: func(ctx context.Context, _ ExportJob) (news.Text, error) {
		return "", ctx.Err()
	}}
	d := newExportDialog(newStyles(terminal{}, MarksAuto), opt, exportScopes(nil, nil, query.Query{}))
	cmd, _ := d.update(press("enter"))
	if boxPlay(t, d, boxKeys("esc")...) {
		t.Fatal("it went before the export had stopped")
	}
	if boxPlay(t, d, cmd()) || d.problem != "context canceled" {
		t.Errorf("problem %q", d.problem)
	}
	if !boxPlay(t, d, press("esc")) {
		t.Error("esc did not leave")
	}
}
