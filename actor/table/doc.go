// Package table holds the words of recognition: how a text is split into words,
// and the compact table of names that package actor embeds.
package table
