/** The line by which a run tells that it has nothing more to do but wait. */
export const QUIET = 'quiet';
