import { createUserPool } from 'rx-cognito/emulator';
import type { UserPool } from 'rx-cognito/emulator';

export const pool: UserPool = createUserPool({ users: [{ username: 'ada', password: 'Correct-Horse-1' }] });

export const answer: Promise<Response> = pool.handler(new Request('http://127.0.0.1/'));
