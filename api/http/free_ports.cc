#include "api/http/free_ports.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace nlbsim::http {

std::vector<std::uint16_t> free_ports(std::size_t count) {
  using boost::asio::ip::tcp;
  boost::asio::io_context io;
  std::vector<tcp::acceptor> held;  // until all are there, so that none is given twice
  std::vector<std::uint16_t> ports;
  for (std::size_t i = 0; i < count; ++i) {
    boost::system::error_code error;
    tcp::acceptor& acceptor = held.emplace_back(io);
    acceptor.open(tcp::v4(), error);
    if (!error) acceptor.bind({boost::asio::ip::address_v4::loopback(), 0}, error);
    ports.push_back(error ? std::uint16_t{0} : acceptor.local_endpoint().port());
  }
  return ports;
}

}  // namespace nlbsim::http
