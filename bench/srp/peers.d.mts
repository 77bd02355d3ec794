import type { Contestant } from './contestant';

export declare const amplify: Contestant;
export declare const identityJs: Contestant;
export declare const srpHelper: Contestant;
