export { createPageLife } from './page-life';
export { logout$ } from './logout';
export { begin$, failedResult, overtakenError, resultOf } from './return';
export { createSignIn } from './sign-in';
