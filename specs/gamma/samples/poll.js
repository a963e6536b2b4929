// The loop that the vendor publishes for JavaScript, retold in our words: the page "Poll for results",
// https://developers.gamma.app/guides/async-patterns-and-polling, with the same calls in the same order and the same pauses;
// it also asks for a file and downloads it. The contract suite runs it against the mock with only the base URL changed.
import { writeFile } from "node:fs/promises";

const BASE_URL = "https://public-api.gamma.app";
const key = { "X-API-KEY": "sk-gamma-xxxxx" };

const makeDeck = async (wanted, attempts = 60, pauseMs = 5000) => {
  const started = await fetch(`${BASE_URL}/v1.0/generations`, {
    method: "POST",
    headers: { ...key, "Content-Type": "application/json" },
    body: JSON.stringify(wanted),
  });
  if (!started.ok) throw new Error(`It did not start: ${await started.text()}`);
  const { generationId } = await started.json();
  console.log(`started ${generationId}`);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const polled = await fetch(`${BASE_URL}/v1.0/generations/${generationId}`, { headers: key });
    const deck = await polled.json();
    console.log(`${attempt}: ${deck.status}`);
    if (deck.status === "completed") return deck;
    if (deck.status === "failed") throw new Error(`It failed: ${deck.error?.message}`);
  }
  throw new Error("It takes too long.");
};

const deck = await makeDeck({
  inputText: "Renewable energy for beginners",
  textMode: "generate",
  format: "presentation",
  numCards: 8,
  exportAs: "pdf",
});
console.log(`done: ${deck.gammaUrl}`);
const file = await fetch(deck.exportUrl);
await writeFile("deck.pdf", new Uint8Array(await file.arrayBuffer()));
