import {
  type Approval,
  type Choice,
  type Evidence,
  type Kind,
  type KindOptions,
  type Stage,
  user,
  usergroup,
} from '@k8s-pizza/slack-approval';
import { agreeableTransport } from '../world/agreeable-transport.js';
import { createWorld, hour, minute, type World } from '../world/world.js';

interface Order {
  readonly size: string;
}

type Vote = Parameters<World['approvals']['vote']>[1];

export interface Told extends World {
  readonly kind: Kind<Order, Order>;
  asked(options?: Partial<Parameters<Kind<Order, Order>['ask']>[1]>): Promise<Approval<Order>>;
  vote(id: string, userId: string, vote?: Partial<Vote>): Promise<void>;
}

const people = ['U0ALICE', 'U0BOB', 'U0CAROL'].map(user);

/** Orders whose Slack says yes to everything, and whose people vote as programs do. */
async function worldOf(options: Partial<KindOptions<Order>> = {}): Promise<Told> {
  const transport = agreeableTransport({ groupMembers: async () => ({ type: 'ok', value: ['U0ALICE', 'U0BOB'] }) });
  const world = await createWorld({ access: { transport } });
  const kind = world.approvals.define<Order>('pizza', {
    card: ({ size }) => ({ title: 'Order pizza?', fields: { Size: size } }),
    channel: 'C0PIZZA',
    reason: { approve: 'optional', reject: 'optional' },
    expiresIn: '1h',
    onDecision: async () => undefined,
    ...(options.stages === undefined ? { approvers: people } : {}),
    ...options,
    // as: the options of a story fit together
  } as KindOptions<Order>);
  return {
    ...world,
    kind,
    async asked(more = {}) {
      const { approval } = await kind.ask({ size: 'large' }, { requester: 'alertmanager', ...more });
      await world.work();
      return approval;
    },
    async vote(id, userId, vote = {}) {
      const { digest } = await world.get(id);
      const given = { answer: 'approve', reason: `says ${userId}`, via: 'test', digest, ...vote } as const;
      const result = await world.approvals.vote(id, { by: user(userId), ...given });
      if (!result.ok) throw new Error(result.code);
      await world.work();
    },
  };
}

const choices: readonly Choice[] = [
  { id: 'now', label: 'Order now', answer: 'approve' },
  { id: 'later', label: 'Order later', answer: 'approve' },
  { id: 'no', label: 'No', answer: 'reject' },
];

const stages: readonly [Stage, ...Stage[]] = [
  { name: 'Security', approvers: [user('U0CAROL')] },
  { name: 'Operations', approvers: [usergroup('S0ONCALL')], quorum: 2 },
];

type Story = () => Promise<Told & { readonly id: string }>;

/** One approval of each kind, by what happened to it. */
export const stories: Readonly<Record<string, Story>> = {
  async pending() {
    const told = await worldOf();
    const { id } = await told.asked({ key: 'the oven' });
    return { ...told, id };
  },
  async 'approved by two, amended before, carried out'() {
    const told = await worldOf({ quorum: { approve: 2 }, steps: ['baked'] });
    const { id } = await told.asked({ requester: user('U0ASKER') });
    await told.vote(id, 'U0CAROL');
    await told.kind.amend({ id }, { size: 'small' }, { by: 'alertmanager' });
    await told.vote(id, 'U0ALICE');
    await told.vote(id, 'U0BOB');
    await told.approvals.reportProgress(id, { step: 'baked', state: 'done', detail: 'crisp' });
    return { ...told, id };
  },
  async rejected() {
    const told = await worldOf();
    const { id } = await told.asked();
    await told.vote(id, 'U0ALICE', { answer: 'reject', reason: 'the oven is cold' });
    return { ...told, id };
  },
  async 'approved in stages'() {
    const told = await worldOf({ stages });
    const { id } = await told.asked();
    for (const userId of ['U0CAROL', 'U0ALICE', 'U0BOB']) await told.vote(id, userId);
    return { ...told, id };
  },
  async 'rejected by a vetoer in the second stage'() {
    const told = await worldOf({ stages, vetoers: [user('U0VETO')], choices });
    const { id } = await told.asked();
    await told.vote(id, 'U0CAROL');
    await told.vote(id, 'U0ALICE', { choice: 'now' });
    await told.vote(id, 'U0VETO', { answer: 'reject', choice: 'no' });
    return { ...told, id };
  },
  async 'decided by choices'() {
    const told = await worldOf({ choices, quorum: { approve: 2 } });
    const { id } = await told.asked();
    await told.vote(id, 'U0ALICE', { choice: 'now' });
    await told.vote(id, 'U0BOB', { choice: 'later' });
    await told.vote(id, 'U0CAROL', { choice: 'later' });
    return { ...told, id };
  },
  async edited() {
    const told = await worldOf({ inputs: { size: { type: 'text', label: 'Size' } } });
    const { id } = await told.asked();
    await told.vote(id, 'U0ALICE', { edit: { size: 'small' } });
    return { ...told, id };
  },
  async 'with changed votes'() {
    const told = await worldOf({ quorum: { approve: 2, reject: 2 } });
    const { id } = await told.asked();
    await told.vote(id, 'U0ALICE');
    await told.vote(id, 'U0ALICE', { answer: 'reject' });
    await told.vote(id, 'U0BOB');
    await told.vote(id, 'U0ALICE', { reason: 'after all' });
    return { ...told, id };
  },
  async 'asked on behalf of a person, and withdrawn'() {
    const told = await worldOf();
    const { id } = await told.asked({ requester: 'agent', onBehalfOf: user('U0BOB') });
    await told.approvals.withdraw(id, { by: 'agent', reason: 'no longer hungry' });
    await told.work();
    return { ...told, id };
  },
  async 'expired and never shown'() {
    const failing = agreeableTransport({ post: async () => ({ type: 'permanent', reason: 'is_archived' }) as never });
    const world = await createWorld({ access: { transport: failing }, kind: { expiresIn: '1h' } });
    const { approval } = await world.orders.ask({ size: 'large' }, { requester: 'alertmanager' });
    world.clock.advance(2 * hour);
    await world.work();
    const told = await worldOf();
    return { ...told, ...world, id: approval.id };
  },
  async 'escalated, and expired as rejected'() {
    const escalate = [{ after: '10m', approvers: [user('U0BOSS')] }];
    const told = await worldOf({ onExpiry: 'reject', escalate, remindEvery: '15m' });
    const { id } = await told.asked();
    for (let minutes = 0; minutes < 65; minutes += 5) {
      told.clock.advance(5 * minute);
      await told.work();
    }
    return { ...told, id };
  },
  async 'with a delivery that is dead, and one that came later'() {
    let isUp = false;
    const onDecision = async () => {
      if (!isUp) throw new Error('not now');
    };
    const told = await worldOf({ onDecision, deliverWithin: '1s' });
    const { id } = await told.asked();
    await told.vote(id, 'U0ALICE');
    told.clock.advance(hour);
    await told.work();
    isUp = true;
    await told.approvals.redeliver(id);
    await told.work();
    return { ...told, id };
  },
  async 'of a sink that returned something'() {
    const told = await worldOf({ onDecision: async () => ({ receipt: 'R-1' }) });
    const { id } = await told.asked();
    await told.vote(id, 'U0ALICE');
    return { ...told, id };
  },
  async erased() {
    const told = await stories['approved by two, amended before, carried out']?.();
    if (told === undefined) throw new Error('no story');
    await told.approvals.erase(told.id);
    await told.work();
    return told;
  },
};

/** The document of a story, as it would be read from a file. */
export async function evidenceOf(
  name: string,
): Promise<{ readonly told: Told & { readonly id: string }; readonly document: Evidence }> {
  const told = await stories[name]?.();
  if (told === undefined) throw new Error(`There is no story "${name}".`);
  return { told, document: JSON.parse(JSON.stringify(await told.approvals.evidence(told.id))) };
}
