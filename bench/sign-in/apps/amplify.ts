import { Amplify } from 'aws-amplify';
import { signIn } from 'aws-amplify/auth';
import { configOf } from '../config';
import { onClick } from '../on-click';

const { username, password, ...pool } = configOf();
Amplify.configure({ Auth: { Cognito: pool } });
onClick(() => signIn({ username, password }));
