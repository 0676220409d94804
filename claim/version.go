package claim

// Version says what made an analysis: this engine and the catalogue of actors
// that it knows, whose stamp stands above the lower sixteen bits. What an engine
// with a smaller lower half, or with the same one and another stamp, has found
// is found anew.
func (e *Engine) Version() int { return e.actors.Stamp()<<16 | Version }
