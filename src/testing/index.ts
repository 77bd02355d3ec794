export { createTestAuth } from './create-test-auth';
export { signInResult, signOutResult, testError, testTokens } from './results';
export type { TestErrorFields, TestTokens } from './results';
export {
  restoringState,
  signedInState,
  signedOutState,
  signingInState,
  signingOutState,
  testUser,
} from './states';
export type { Answer, Answers, AuthCall, RedirectSignIn, TestAuth, TestAuthOptions } from './test-auth';
export { createTestClock } from './test-clock';
export type { TestClock } from './test-clock';
