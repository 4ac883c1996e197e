import { library } from '../../tsup.base.js';

// shims: `import.meta.url` in the CommonJS build, from which libsql is loaded when it is needed
export default { ...library, shims: true };
