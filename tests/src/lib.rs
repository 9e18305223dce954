//! Nothing yet: each binary below keeps its own stage.
