import { SlackApp } from 'slack-edge';

export const loaded = [SlackApp];
