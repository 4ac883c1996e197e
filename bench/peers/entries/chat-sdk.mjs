import { createSlackAdapter } from '@chat-adapter/slack';
import { createMemoryState } from '@chat-adapter/state-memory';
import { Chat } from 'chat';

export const loaded = [Chat, createSlackAdapter, createMemoryState];
