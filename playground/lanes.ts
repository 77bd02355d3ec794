/** A client beside the others: a tab, a device, another library. */
export type LaneId = 'tab' | 'secondTab' | 'device' | 'amplify' | 'identityJs';

/** What is the same for a lane in every run. */
export interface LaneFacts {
  readonly name: string;
  readonly library: 'rx-cognito' | 'aws-amplify' | 'amazon-cognito-identity-js';
  /** Lanes with one name here share an app client of the pool, and a storage. */
  readonly origin: string;
  /** What there is to know about it. */
  readonly note: string;
}

/** The lanes, in the order in which they stand. */
export const LANES: Readonly<Record<LaneId, LaneFacts>> = {
  tab: {
    name: 'This tab',
    library: 'rx-cognito',
    origin: 'web',
    note: 'The client that the forms above drive.',
  },
  secondTab: {
    name: 'Second tab',
    library: 'rx-cognito',
    origin: 'web',
    note: 'A second createAuth() over the same storage, told over a BroadcastChannel.',
  },
  device: {
    name: 'Second device',
    library: 'rx-cognito',
    origin: 'phone',
    note: 'The same user with a storage of its own: it hears of nothing until it asks.',
  },
  amplify: {
    name: 'Amplify',
    library: 'aws-amplify',
    origin: 'amplify',
    note: 'aws-amplify 6, as its documentation shows.',
  },
  identityJs: {
    name: 'identity-js',
    library: 'amazon-cognito-identity-js',
    origin: 'identityJs',
    note: 'amazon-cognito-identity-js 6, the client before Amplify 6.',
  },
};

/** The names of all lanes. */
export const LANE_IDS = Object.keys(LANES) as readonly LaneId[];
