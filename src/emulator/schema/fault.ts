import { ERROR_TYPES } from '../errors';
import { flag, object, text, waitMs, wordOf } from './kinds';
import type { Schema } from './schema';

const moment: Schema = { anyOf: [flag, wordOf('beforeEffect', 'afterEffect')] };

/** A fault and which call it strikes, as `FaultPlan` has it. */
export const FAULT_PLAN_SCHEMA: Schema = object({
  call: { anyOf: [{ type: 'integer', minimum: 1 }, wordOf('every', 'next')] },
  delayBeforeMs: waitMs,
  hang: moment,
  dropSocket: moment,
  error: wordOf(...ERROR_TYPES),
  oauthError: object({ error: text, description: text, withState: flag }, 'error'),
  throttle: object({ retryAfterSeconds: { type: 'number', minimum: 0 } }, 'retryAfterSeconds'),
  html502: flag,
  status: { type: 'integer', minimum: 200, maximum: 599 },
  body: text,
  headers: { type: 'object', additionalProperties: text },
  takesEffect: flag,
  truncatedJson: flag,
  withoutCors: flag,
  answerLateMs: waitMs,
});
