#!/usr/bin/env node
// No static import, and no newer syntax than an old Node can parse: whatever they lack would end in a stack trace before
// the version could be looked at.
const oldestNode = 22;
const { node } = process.versions;

if (Number.parseInt(node, 10) < oldestNode) {
  process.stderr.write(`genwait needs Node ${oldestNode} or newer, and this is Node ${node}. Install a newer one.\n`);
  process.exitCode = 64;
} else {
  void import("./start.ts");
}
