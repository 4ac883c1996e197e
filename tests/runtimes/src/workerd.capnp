# What a deployed worker gets from its platform: its code, its environment, and the network.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [(name = "program.mjs", esModule = embed "program.mjs")],
  compatibilityDate = "2026-11-01",
  bindings = [
    (name = "SLACK_BOT_TOKEN", fromEnvironment = "SLACK_BOT_TOKEN"),
    (name = "SLACK_SIGNING_SECRET", fromEnvironment = "SLACK_SIGNING_SECRET"),
    (name = "SLACK_API_URL", fromEnvironment = "SLACK_API_URL"),
    (name = "RECEIVER_URL", fromEnvironment = "RECEIVER_URL"),
    (name = "RECEIVER_SECRET", fromEnvironment = "RECEIVER_SECRET"),
  ],
);
