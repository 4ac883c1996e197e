import type { Requester } from '../domain/person.js';
import { escapeMrkdwn, isUserId, mention } from './mrkdwn.js';

/** A person as a mention, a system by its name as literal text. */
export function requesterMrkdwn(requester: Requester): string {
  return typeof requester === 'string' ? escapeMrkdwn(requester) : mention(requester.userId);
}

export function peopleMrkdwn(people: readonly { readonly userId: string }[]): string {
  return people.map((person) => mention(person.userId)).join(', ');
}

/** An explanation of ours as mrkdwn: everything literal but the mentions of people. */
export function explanationMrkdwn(explanation: string): string {
  return escapeMrkdwn(explanation).replace(/&lt;@([A-Z0-9]+)&gt;/g, (literal, id: string) =>
    isUserId(id) ? mention(id) : literal,
  );
}
