/**
 * Milliseconds after which a test of hostile input has hung: given as the time of the test itself, which takes a fraction of it unless the
 * work grows faster than the input.
 */
export const HANGS = 10_000;
