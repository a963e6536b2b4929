import { createServer } from "node:http";

/** A status service on loopback, in a process of its own: the id says when its job ends. Prints its port; on a line on stdin, its most sockets. */
let open = 0;
let most = 0;
const server = createServer((request, response) => {
  const id = (request.url ?? "").slice(1);
  const endsAtMs = Number(id.split("-")[1]);
  const status = Date.now() >= endsAtMs ? "succeeded" : "pending";
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ id, status }));
});

server.keepAliveTimeout = 60_000;
server.on("connection", (socket) => {
  most = Math.max(most, ++open);
  socket.on("close", () => open--);
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 20_000 }, () => {
  const address = server.address();
  if (typeof address === "object") console.log(address?.port);
});
process.stdin.on("data", () => console.log(most));
process.stdin.on("end", () => process.exit());
