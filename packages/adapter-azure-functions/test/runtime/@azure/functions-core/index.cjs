// The part of the Azure Functions worker that its library talks to, found by NODE_PATH as the real one is by the worker.
// It keeps what is registered, and hands it over to whoever plays the host.
let programmingModel = null;
let registered = new Map();

module.exports = {
  setProgrammingModel(model) {
    programmingModel = model;
  },
  registerFunction(metadata, callback) {
    if (registered.has(metadata.name)) throw new Error(`A function named "${metadata.name}" is registered already.`);
    registered.set(metadata.name, { metadata, callback });
  },
  registerHook: () => ({ dispose: () => undefined }),
  log: () => undefined,

  takeFunctions() {
    const taken = registered;
    registered = new Map();
    return taken;
  },
  programmingModel: () => programmingModel,
};
