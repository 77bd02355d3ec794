import { createApplication } from '@angular/platform-browser';
import { AUTH, provideCognitoAuth } from 'rx-cognito/angular';
import { configOf } from '../config';
import { watchFirstState } from '../first-state';

const { userPoolId, userPoolClientId } = configOf();
const told = watchFirstState();
void createApplication({ providers: [provideCognitoAuth({ userPoolId, userPoolClientId })] }).then(
  ({ injector }) => {
    injector.get(AUTH).state$.subscribe(({ status }) => {
      told(status === 'signedIn');
    });
  },
);
