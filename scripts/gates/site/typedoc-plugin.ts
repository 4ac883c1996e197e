// A plugin of TypeDoc: the guides get their titles and sections, and their links stay within the site. The guides stay plain Markdown.
import { relative, resolve, sep } from 'node:path';
import { npmNameOf, repositoryUrl } from '../../conventions/package-manifest.js';
import { packageFolders, root } from '../../conventions/repository.js';
import { codeAsText, type MarkdownToken } from './code-in-headings.js';
import { linkWithinSite, type PagePart, type SiteFiles } from './page-parts.js';
import { sectionOf } from './sections.js';

/** What is used of TypeDoc, which gate-tools/ installs: its types are not there for the compiler. */
interface Application {
  on(event: 'bootstrapEnd', listener: (application: Application) => void): void;
  on(event: 'reviveProject', listener: (project: Project) => void, priority: number): void;
  readonly options: { setValue(name: 'markdownItLoader', loader: (parser: MarkdownParser) => void): void };
  readonly converter: { on(event: 'createDocument', listener: (context: unknown, document: Document) => void): void };
  readonly renderer: {
    on(event: 'beginRender', listener: (event: { readonly project: Project }) => void): void;
    on(event: 'endPage', listener: (page: { contents?: string }) => void): void;
  };
}

interface MarkdownParser {
  readonly core: { readonly ruler: { push(name: string, rule: (state: MarkdownState) => void): void } };
}

interface Token extends MarkdownToken {
  content: string;
  children: readonly Token[] | null;
}

interface MarkdownState {
  readonly tokens: readonly Token[];
  readonly Token: new (type: string, tag: string, nesting: 0) => Token;
}

interface Reflection {
  readonly id: number;
  name: string;
  readonly project: Project;
  readonly groups?: readonly { title: string }[];
  readme?: readonly PagePart[];
}

interface Document extends Reflection {
  content: readonly PagePart[];
  readonly frontmatter: Record<string, unknown>;
}

interface Project extends Reflection {
  readonly children?: readonly Reflection[];
  readonly reflections: Readonly<Record<string, Reflection | Document>>;
  readonly files: {
    registerAbsolute(path: string): { readonly target: number };
    resolve(target: number, project: Project): Reflection | string | undefined;
    resolvePath(target: number): string | undefined;
    getReflectionPath(reflection: Reflection): string | undefined;
  };
}

const packages = Object.fromEntries(packageFolders().map((folder) => [npmNameOf(folder), `packages/${folder}`]));

/** Listeners of a lower priority than those of TypeDoc, which have none, come later. */
const afterGrouping = -1000;

/** TypeDoc calls it once. */
export function load(application: Application): void {
  const { converter, renderer } = application;
  // before, TypeDoc reads its options anew
  application.on('bootstrapEnd', ({ options }) => {
    options.setValue('markdownItLoader', ({ core }) => core.ruler.push('code_in_headings', spellCodeInHeadings));
  });
  converter.on('createDocument', (_context, document) => {
    const path = inRepository(document.project.files.getReflectionPath(document) ?? '');
    document.name = shortName(title(document.content) ?? path);
    document.frontmatter['group'] = sectionOf(path);
  });
  application.on(
    'reviveProject',
    (project) => {
      for (const reflection of project.children ?? []) {
        reflection.name = shortName(reflection.name);
        retitle(reflection, 'Modules', 'Entries');
      }
      retitle(project, 'Modules', 'Packages');
    },
    afterGrouping,
  );
  renderer.on('beginRender', ({ project }) => {
    const files = filesOf(project);
    for (const reflection of [project, ...Object.values(project.reflections)]) {
      if (reflection.readme !== undefined) reflection.readme = linkWithinSite(reflection.readme, files);
      if (isDocument(reflection)) reflection.content = linkWithinSite(reflection.content, files);
    }
  });
  renderer.on('endPage', (page) => {
    page.contents = openableAsFile(page.contents ?? '');
  });
}

function isDocument(reflection: Reflection): reflection is Document {
  return 'content' in reflection;
}

function spellCodeInHeadings({ tokens, Token }: MarkdownState): void {
  const make = (type: string, content: string): Token => Object.assign(new Token(type, '', 0), { content });
  for (const [index, token] of tokens.entries()) {
    const isHeading = tokens[index - 1]?.type === 'heading_open';
    if (isHeading && token.children !== null) token.children = codeAsText(token.children, make);
  }
}

function filesOf(project: Project): SiteFiles {
  const { files } = project;
  return {
    repository: repositoryUrl(),
    packages,
    pathOf: (target) => inRepository(files.resolvePath(target) ?? ''),
    pageOf: (path) => {
      const { target } = files.registerAbsolute(resolve(root, path).split(sep).join('/'));
      return typeof files.resolve(target, project) === 'object' ? target : null;
    },
  };
}

function inRepository(path: string): string {
  return relative(root, path).split(sep).join('/');
}

/** The first heading. Code in it is set in no other letters in a title. */
function title(parts: readonly PagePart[]): string | null {
  const text = parts.map((part) => part.text).join('');
  return /^# (.+)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? null;
}

function retitle({ groups = [] }: Reflection, from: string, to: string): void {
  for (const group of groups) if (group.title === from) group.title = to;
}

/** The name of a package without its scope, which all packages share. */
function shortName(name: string): string {
  return name.replace(/^@k8s-pizza\//, '');
}

/** From the file system, a browser opens no index of a folder, and loads no icons out of another file: `icons.js` puts them in the page. */
function openableAsFile(html: string): string {
  return html
    .replaceAll(/href="((?:\.\.?\/)+)(#[^"]*)?"/g, 'href="$1index.html$2"')
    .replaceAll(/<use href="[^"#]*icons\.svg#/g, '<use href="#');
}
