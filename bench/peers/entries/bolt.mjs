import { App, AwsLambdaReceiver } from '@slack/bolt';

export const loaded = [App, AwsLambdaReceiver];
