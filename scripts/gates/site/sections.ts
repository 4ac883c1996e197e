/** The sections of the site beside the reference, in the order of its navigation. A `*` at the end stands for any rest of a name. */
export const sections: Readonly<Record<string, readonly string[]>> = {
  'Start here': [
    'docs/guides/ask-and-wait.md',
    'docs/guides/ask-from-a-shell.md',
    'docs/guides/who-decides.md',
    'docs/guides/who-sees-what.md',
    'docs/guides/notify-people.md',
    'docs/guides/choices.md',
    'docs/guides/editing-before-approving.md',
    'docs/guides/languages.md',
    'docs/guides/inbox.md',
    'docs/guides/set-up-slack.md',
    'docs/guides/test-your-app.md',
    'docs/guides/troubleshooting.md',
    'docs/guides/what-people-ask-for.md',
  ],
  Recipes: [
    'docs/guides/recipes.md',
    'docs/guides/agents.md',
    'docs/guides/claude-code.md',
    'docs/guides/codex.md',
    'examples/agent/README.md',
    'docs/guides/job-queue.md',
    'examples/github-deployments/README.md',
    'docs/guides/durable-functions.md',
    'docs/guides/state-machine.md',
    'docs/guides/test-with-msw.md',
  ],
  Deploy: [
    'docs/guides/web-standard.md',
    'docs/guides/nextjs.md',
    'docs/guides/hono.md',
    'docs/guides/aws-lambda.md',
    'docs/guides/bundlers.md',
  ],
  Operate: [
    'docs/guides/operate.md',
    'docs/guides/observability.md',
    'docs/guides/evidence.md',
    'docs/guides/scaling.md',
    'packages/cli/README.md',
  ],
  Extend: ['docs/guides/custom-adapter.md', 'docs/guides/custom-store.md', 'docs/guides/custom-source.md'],
  'Coming from elsewhere': ['docs/guides/coming-from-*'],
  'The pizza example': [
    'examples/pizza/README.md',
    'examples/pizza/set-up-slack.md',
    'docs/guides/deploy-docker.md',
    'docs/guides/deploy-kubernetes.md',
    'examples/pizza/deploy/kubernetes/README.md',
    'docs/guides/deploy-azure.md',
  ],
  Project: ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'bench/README.md', 'bench/RESULTS.md'],
};

/** The section that a page is in, or null where none names it. */
export function sectionOf(path: string): string | null {
  const [title = null] = Object.entries(sections).find(([, names]) => names.some((name) => isNamed(path, name))) ?? [];
  return title;
}

/** The pages of all sections, in their order, out of the paths of the files that are there. */
export function sitePages(paths: readonly string[]): readonly string[] {
  return Object.values(sections).flatMap((names) =>
    names.flatMap((name) => paths.filter((path) => path.endsWith('.md') && isNamed(path, name))),
  );
}

function isNamed(path: string, name: string): boolean {
  return name.endsWith('*') ? path.startsWith(name.slice(0, -1)) : path === name;
}
