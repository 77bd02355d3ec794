import type { SchedulerLike } from 'rxjs';
import type { CognitoApi } from '../../ports/cognito-api';

/** Is what is needed of a client of the AWS SDK, of whichever version. */
export interface CommandSender {
  send(command: never, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
}

/** Where requests go, and by whose client. */
export interface AwsClientOptions {
  readonly region: string;
  /** Another URL than the one of the region: an emulator, a proxy. */
  readonly endpoint?: string | undefined;
  /** Returns the caller's own client, asked for at the first request; all requests then go through it. */
  readonly client?: (() => CommandSender) | undefined;
  /** Bounds the loading of code. */
  readonly scheduler?: SchedulerLike;
}

/** The part of the API that sends. */
export type CognitoRequests = Pick<CognitoApi, 'call$' | 'send$'>;
