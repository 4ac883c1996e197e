import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { connectCluster } from '../../src/connections.js';
import { ordersIn } from '../../src/orders.js';
import { aCluster, aFolder, anOrder } from '../world/a-cluster.js';
import { anApprovedOrder, aPizzaOrder } from '../world/an-approval.js';

const run = promisify(execFile);
const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

/** A real `kubectl` on a new cluster, without the machine's kubeconfig. */
async function aKubectl(paceMs: number) {
  const cluster = await aCluster({ paceMs });
  const folder = await aFolder();
  const flags = [`--server=${cluster.url}`, '--kubeconfig=/dev/null', `--cache-dir=${join(folder, 'cache')}`];
  const fileOf = async (order: { readonly metadata: { readonly name: string } }) => {
    const file = join(folder, `${order.metadata.name}.json`);
    await writeFile(file, JSON.stringify(order));
    return file;
  };
  const kubectl = async (...words: readonly string[]): Promise<string> =>
    (await run('kubectl', [...flags, ...words])).stdout;
  return { kubectl, fileOf, url: cluster.url };
}

if (hasKubectl)
  describe('the cluster, judged by kubectl', () => {
    test('lists its resources, and explains their fields', async () => {
      const { kubectl } = await aKubectl(3_600_000);

      expect(await kubectl('api-resources', '--no-headers')).toMatch(
        /^events +ev +v1 +true +Event\npizzaorders +pz +pizza\.bilalashraf\.xyz\/v1 +true +PizzaOrder\n$/,
      );
      expect(await kubectl('version')).toContain('Server Version: v1.32');
      expect(await kubectl('explain', 'pizzaorder.spec')).toContain('Whether the controller really places the order.');
    });

    test('takes an order once, bakes it to the end, shows its columns, and deletes it', async () => {
      const { kubectl, fileOf } = await aKubectl(200);
      const file = await fileOf(anOrder('one'));

      await kubectl('create', '-f', file);
      await kubectl('wait', 'pz/one', '--for=jsonpath={.status.delivered}=true', '--timeout=10s');

      await expect(kubectl('create', '-f', file)).rejects.toMatchObject({
        stderr: expect.stringContaining('(AlreadyExists)'),
      });
      const [header = '', row = ''] = (await kubectl('get', 'pz', 'one')).split('\n');
      expect(header).toMatch(/^NAME +PRICE +PREP +BAKE +QUALITY CHECK +DELIVERED *$/);
      expect(row).toMatch(/^one +\$19\.49( +\d{4}-\d\d-\d\dT[\d:.]+Z){4} *$/);
      await kubectl('delete', 'pz', 'one', '--timeout=10s');
      await expect(kubectl('get', 'pz', 'one')).rejects.toMatchObject({
        stderr: expect.stringContaining('(NotFound)'),
      });
    });

    test('refuses what the CRD does not allow, and fields it does not know', async () => {
      const { kubectl, fileOf } = await aKubectl(3_600_000);
      const wrong = await fileOf(anOrder('wrong', { pizzas: [] }));
      const unknown = await fileOf(anOrder('unknown', { tip: 3 }));

      await expect(kubectl('create', '-f', wrong)).rejects.toMatchObject({
        stderr: expect.stringMatching(/^The PizzaOrder "wrong" is invalid: spec\.pizzas: /),
      });
      await expect(kubectl('create', '-f', unknown)).rejects.toMatchObject({
        stderr: expect.stringContaining('unknown field "spec.tip"'),
      });
      expect(await kubectl('get', 'pizzaorders', '--all-namespaces', '-o', 'name')).toBe('');
    });

    test('shows on an order who approved it', async () => {
      const { kubectl, url } = await aKubectl(3_600_000);
      const { decision } = await anApprovedOrder();
      const kubeConfig = connectCluster({ apiUrl: url, token: null });
      await ordersIn(kubeConfig, 'default', () => undefined).createOrFind(decision, aPizzaOrder);
      const said = `Approved by U0ALICE, approval ${decision.approvalId}, digest ${decision.digest}`;

      const described = await kubectl('describe', 'pz', `pizza-${decision.approvalId}`);
      const [header = '', row = '', ...more] = (await kubectl('get', 'events')).trim().split('\n');

      expect(described.slice(described.indexOf('Events:'))).toMatch(
        new RegExp(`Normal +Approved +.*slack-approval +${said}`),
      );
      expect(header).toMatch(/^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE *$/);
      expect(row).toContain(said);
      expect(more).toEqual([]);
    });

    test('patches, selects by label, and supports dry runs', async () => {
      const { kubectl, fileOf } = await aKubectl(3_600_000);
      const order = anOrder('one', { placeOrder: false });

      await kubectl('create', '--dry-run=server', '-f', await fileOf(anOrder('tried')));
      await kubectl('apply', '-f', await fileOf(order));
      await kubectl('label', 'pz', 'one', 'alert-name=HighCPUUsage');
      await kubectl('patch', 'pz', 'one', '--type=merge', '--subresource=status', '-p', '{"status":{"price":"$1.00"}}');

      expect(
        await kubectl('get', 'pz', '-l', 'alert-name=HighCPUUsage', '-o', 'jsonpath={.items[*].status.price}'),
      ).toBe('$1.00');
      expect(await kubectl('get', 'pz', '-l', 'alert-name!=HighCPUUsage', '-o', 'name')).toBe('');
    });
  });
else
  test('the cluster, judged by kubectl', (context) => {
    const reason = 'there is no kubectl on this machine';
    process.stdout.write(`skipped: the cluster, judged by kubectl: ${reason}\n`);
    context.skip(reason);
  });
