/** What a gateway says when the service behind it is gone. */
export const gatewayPage: string =
  "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/** What one meets under a wrong address, or behind a captive portal. */
export const welcomePage: string =
  "<!doctype html>\n<html><head><title>Welcome</title></head><body><p>Please sign in to continue.</p></body></html>\n";
