#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
  int one = 1, server = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(7000)};
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(server, (struct sockaddr *)&here, sizeof here) || listen(server, 16)) return 1;
  for (;;) {
    char question[1024];
    const char *answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nbuoy\n";
    int client = accept(server, 0, 0);
    if (client < 0) continue;
    if (read(client, question, sizeof question) > 0) (void)!write(client, answer, strlen(answer));
    close(client);
  }
}
