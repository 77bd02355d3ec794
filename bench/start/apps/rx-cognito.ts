import { createAuth } from 'rx-cognito';
import { configOf } from '../config';
import { watchFirstState } from '../first-state';

const { userPoolId, userPoolClientId } = configOf();
const told = watchFirstState();
createAuth({ userPoolId, userPoolClientId }).state$.subscribe(({ status }) => {
  told(status === 'signedIn');
});
