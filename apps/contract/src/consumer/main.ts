import { checkConsumer } from "./check-consumer.ts";

try {
  await checkConsumer((line) => console.log(line));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
