// Builds the site of guides and reference in docs/site, and checks its links: node --import tsx scripts/gates/site/build-site.ts
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryFiles, root } from '../../conventions/repository.js';
import { gateTool, gateTools } from '../gate-tools.js';
import { brokenLinks } from './broken-links.js';
import { readSite, siteFolder } from './read-site.js';
import { sections, sitePages } from './sections.js';

process.exitCode = (buildSite() ?? 1) || checkLinks();

function buildSite(): number | null {
  gateTool('typedoc');
  const typedoc = join(gateTools, 'node_modules', 'typedoc', 'bin', 'typedoc');
  const pages = sitePages(repositoryFiles().map(({ path }) => path));
  const options = [
    ...['--plugin', join(root, 'scripts', 'gates', 'site', 'typedoc-plugin.ts')],
    ...pages.flatMap((page) => ['--projectDocuments', page]),
    ...Object.keys(sections).flatMap((title) => ['--groupOrder', title]),
  ];
  return spawnSync(process.execPath, ['--import', 'tsx', typedoc, ...options], { cwd: root, stdio: 'inherit' }).status;
}

function checkLinks(): number {
  const site = readSite();
  const broken = brokenLinks(site);
  if (broken.length > 0) console.error(`These links of the site lead nowhere:\n${broken.join('\n')}`);
  else console.log(`${site.pages.size} pages, and every link leads somewhere. Open ${join(siteFolder, 'index.html')}`);
  return broken.length > 0 ? 1 : 0;
}
