// Installs a folder beside the workspaces, unless that is done: node --import tsx scripts/install.ts <folder> [npm options...]
import { join } from 'node:path';
import { root } from './conventions/repository.js';
import { installFolder } from './gates/packages/install-folder.js';

const [folder, ...options] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder to install, such as `emulators`.');
installFolder(join(root, folder), options);
