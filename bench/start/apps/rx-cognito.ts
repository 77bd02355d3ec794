import { createAuth } from 'rx-cognito';
import { watchFirstState } from '../first-state';

const { userPoolId, userPoolClientId } = bench;
const told = watchFirstState();
createAuth({ userPoolId, userPoolClientId }).state$.subscribe(({ status }) => {
  told(status === 'signedIn');
});
