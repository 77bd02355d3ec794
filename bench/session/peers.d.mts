import type { Contestant } from './contestant';

export declare const amplify: Contestant;
/** Asks as its documentation shows: for the current user, then for that one's session. */
export declare const identityJs: Contestant;
/** Asks one kept user object, which remembers its session in memory, and hears nothing of other tabs. */
export declare const identityJsKeptUser: Contestant;
