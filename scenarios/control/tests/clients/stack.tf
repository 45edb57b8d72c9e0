terraform {
  required_providers { aws = { source = "hashicorp/aws", version = "5.100.0" } }
}
variable "endpoint" {}
provider "aws" {
  region = "us-west-2"
  access_key = "test"
  secret_key = "test"
  skip_credentials_validation = true
  skip_metadata_api_check = true
  skip_requesting_account_id = false
  endpoints {
    ec2 = var.endpoint
    elbv2 = var.endpoint
    acm = var.endpoint
    sts = var.endpoint
  }
}
variable "delay" { default = "300" }
resource "aws_vpc" "main" {
  cidr_block = "10.20.0.0/16"
  enable_dns_hostnames = true
  tags = { Name = "tf" }
}
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "a" {
  vpc_id = aws_vpc.main.id
  cidr_block = "10.20.0.0/24"
  availability_zone = "us-west-2a"
  map_public_ip_on_launch = true
}
resource "aws_subnet" "b" {
  vpc_id = aws_vpc.main.id
  cidr_block = "10.20.1.0/24"
  availability_zone = "us-west-2b"
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "a" {
  subnet_id = aws_subnet.a.id
  route_table_id = aws_route_table.public.id
}
resource "aws_eip" "a" { domain = "vpc" }
resource "aws_security_group" "lb" {
  name = "tf-lb"
  description = "of terraform"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_acm_certificate" "site" {
  domain_name = "app.example.com"
  subject_alternative_names = ["*.app.example.com"]
  validation_method = "DNS"
  lifecycle { create_before_destroy = true }
}
resource "aws_acm_certificate_validation" "site" { certificate_arn = aws_acm_certificate.site.arn }
resource "aws_lb" "main" {
  name = "tf-main"
  load_balancer_type = "network"
  security_groups = [aws_security_group.lb.id]
  enable_cross_zone_load_balancing = var.delay == "300" ? false : true
  subnet_mapping {
    subnet_id = aws_subnet.a.id
    allocation_id = aws_eip.a.id
  }
  tags = { team = "net" }
  depends_on = [aws_internet_gateway.main]
}
resource "aws_lb_target_group" "ip" {
  name = "tf-ip"
  port = 8080
  protocol = "TCP"
  target_type = "ip"
  vpc_id = aws_vpc.main.id
  deregistration_delay = var.delay
  health_check {
    protocol = "HTTP"
    path = "/healthz"
    interval = 10
  }
}
resource "aws_lb_target_group_attachment" "ip" {
  target_group_arn = aws_lb_target_group.ip.arn
  target_id = "10.20.0.77"
  port = 8080
}
resource "aws_lb_listener" "tls" {
  load_balancer_arn = aws_lb.main.arn
  port = 443
  protocol = "TLS"
  ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn = aws_acm_certificate_validation.site.certificate_arn
  default_action {
    type = "forward"
    target_group_arn = aws_lb_target_group.ip.arn
  }
}
resource "aws_vpc_security_group_ingress_rule" "extra" {
  security_group_id = aws_security_group.extra.id
  cidr_ipv4 = "10.0.0.0/8"
  from_port = 80
  to_port = 80
  ip_protocol = "tcp"
}
resource "aws_security_group" "extra" {
  name_prefix = "tf-extra-"
  vpc_id = aws_vpc.main.id
}
data "aws_caller_identity" "me" {}
data "aws_availability_zones" "all" { state = "available" }
output "account" { value = data.aws_caller_identity.me.account_id }
