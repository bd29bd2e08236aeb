// The header that all targets share is compiled with a target of its own: this is its one source.
